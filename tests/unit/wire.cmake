# The event stream tests share the feeder that cuts a stream everywhere.
foreach(test IN ITEMS tst_sseparser tst_sseparserlimits tst_ssereference)
    sluice_test(${test}.cpp LIBRARIES sluice_wire)
    target_sources(${test} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/ssesplits.cpp")
endforeach()
sluice_test(tst_ssewriter.cpp LIBRARIES sluice_wire)
sluice_test(tst_utf8.cpp LIBRARIES sluice_wire)
sluice_test(tst_http.cpp LIBRARIES sluice_wire)
sluice_test(tst_inflater.cpp LIBRARIES sluice_wire)
