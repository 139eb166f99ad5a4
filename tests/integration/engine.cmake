# The loopback server that integration tests play their faults with, and what else they share.
add_library(sluice_test_support STATIC EXCLUDE_FROM_ALL
    "${CMAKE_SOURCE_DIR}/tests/support/scriptedserver.cpp" "${CMAKE_SOURCE_DIR}/tests/support/scripts.cpp"
    "${CMAKE_SOURCE_DIR}/tests/support/gzip.cpp")
target_link_libraries(sluice_test_support PUBLIC sluice_wire Qt6::Network)
target_compile_definitions(sluice_test_support PRIVATE SLUICE_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")

set(engine_libraries sluice_engine sluice::providers sluice::strategies sluice_test_support)
foreach(name managerpool httpstream streamfaults chatengine chatsession)
    sluice_test(tst_${name}.cpp LIBRARIES ${engine_libraries} LABELS integration threads)
endforeach()
