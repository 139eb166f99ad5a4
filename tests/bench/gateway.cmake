add_executable(bench_gateway bench_gateway.cpp gatewaycrowd.cpp gatewayprocess.cpp
    ${CMAKE_SOURCE_DIR}/tests/support/abruptclients.cpp ${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp
    ${CMAKE_SOURCE_DIR}/tests/support/streamcrowd.cpp)
target_link_libraries(bench_gateway PRIVATE sluice_base sluice_sockets sluice_wire sluice_bench_report Qt6::Network)
target_compile_definitions(bench_gateway PRIVATE SLUICE_CTL="$<TARGET_FILE:sluicectl>")
add_dependencies(bench_gateway sluicectl)
