find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
add_executable(bench_history bench_history.cpp)
target_link_libraries(bench_history PRIVATE sluice_store sluice_bench_report Qt6::Test)
