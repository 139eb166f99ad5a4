foreach(name http streams completions backpressure cache compression pool metrics profiles)
    sluice_test(tst_gateway_${name}.cpp LIBRARIES sluice_gateway sluice::strategies Qt6::Network LABELS integration threads)
    target_sources(tst_gateway_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp")
endforeach()

sluice_test(tst_sluicectl_serve.cpp LIBRARIES sluice_options Qt6::Network LABELS integration)
target_sources(tst_sluicectl_serve PRIVATE
    "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp" "${CMAKE_SOURCE_DIR}/tests/support/ctlprocess.cpp")
add_dependencies(tst_sluicectl_serve sluicectl)

sluice_test(tst_gateway_shared.cpp LIBRARIES sluice_gateway sluice::strategies Qt6::Network LABELS integration threads)
target_sources(tst_gateway_shared PRIVATE
    "${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp" "${CMAKE_SOURCE_DIR}/tests/support/redisserver.cpp")
