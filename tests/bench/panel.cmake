add_executable(bench_panel bench_panel.cpp answerserver.cpp)
target_link_libraries(bench_panel PRIVATE sluice::core sluice_ui sluice_bench_report sluice_bench_server)
