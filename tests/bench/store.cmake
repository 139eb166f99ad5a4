<<<<<<< HEAD
add_executable(bench_responsecache bench_responsecache.cpp)
target_link_libraries(bench_responsecache PRIVATE sluice_store sluice_bench_report)
=======
find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
add_executable(bench_history bench_history.cpp)
target_link_libraries(bench_history PRIVATE sluice_store sluice_bench_report Qt6::Test)
>>>>>>> store
