add_executable(bench_load bench_load.cpp gatewayprocess.cpp ${CMAKE_SOURCE_DIR}/tests/support/rawclient.cpp)
target_link_libraries(bench_load PRIVATE sluice_lab sluice::providers sluice::strategies sluice_bench_report Qt6::Network)
target_compile_definitions(bench_load PRIVATE SLUICE_CTL="$<TARGET_FILE:sluicectl>")
add_dependencies(bench_load sluicectl)
