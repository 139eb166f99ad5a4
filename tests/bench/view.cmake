# What the benchmarks of the window share.
add_library(sluice_bench_report STATIC EXCLUDE_FROM_ALL report.cpp sampletext.cpp)
target_link_libraries(sluice_bench_report PUBLIC sluice_options Qt6::Core)

add_executable(bench_chatview bench_chatview.cpp chatviewrows.cpp chatviewflush.cpp chatviewhostile.cpp shownview.cpp)
target_link_libraries(bench_chatview PRIVATE sluice_ui sluice_bench_report)
