# The loopback server that integration tests play their faults with.
add_library(sluice_test_support STATIC EXCLUDE_FROM_ALL
    "${CMAKE_SOURCE_DIR}/tests/support/scriptedserver.cpp" "${CMAKE_SOURCE_DIR}/tests/support/scripts.cpp")
target_link_libraries(sluice_test_support PUBLIC sluice_wire Qt6::Network)
target_compile_definitions(sluice_test_support PRIVATE SLUICE_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")
