add_executable(bench_pipeline bench_pipeline.cpp)
target_link_libraries(bench_pipeline PRIVATE sluice_wire sluice_figures sluice::providers sluice::strategies ZLIB::ZLIB)
add_executable(bench_profile bench_profile.cpp)
target_link_libraries(bench_profile PRIVATE sluice_profile sluice::providers sluice::strategies sluice_bench_report)
