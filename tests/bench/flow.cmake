add_executable(bench_pipeline bench_pipeline.cpp)
target_link_libraries(bench_pipeline PRIVATE sluice_wire sluice::providers sluice::strategies ZLIB::ZLIB)
