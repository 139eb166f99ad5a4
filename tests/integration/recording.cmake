# These drive the built program as a user does.
foreach(name record replay compare)
    sluice_test(tst_sluicectl_${name}.cpp LIBRARIES sluice_recording sluice_origin_servers sluice_test_support LABELS integration)
    target_sources(tst_sluicectl_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/ctlprocess.cpp")
    add_dependencies(tst_sluicectl_${name} sluicectl)
endforeach()
sluice_test(tst_replayserver.cpp LIBRARIES sluice_recording sluice_origin_servers LABELS integration threads)
