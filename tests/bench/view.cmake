# What the benchmarks of the window share.
add_library(sluice_bench_report STATIC EXCLUDE_FROM_ALL report.cpp sampletext.cpp)
target_link_libraries(sluice_bench_report PUBLIC sluice_options Qt6::Core)

add_executable(bench_chatview bench_chatview.cpp chatviewrows.cpp chatviewflush.cpp chatviewhostile.cpp shownview.cpp)
target_link_libraries(bench_chatview PRIVATE sluice_ui sluice_bench_report)

find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets)
find_package(X11 REQUIRED COMPONENTS Xtst)
add_executable(bench_window bench_window.cpp answerserver.cpp benchprovider.cpp conversationsource.cpp keypresser.cpp turnclock.cpp windowprobe.cpp windowrun.cpp
    windowsuite.cpp)
target_link_libraries(bench_window PRIVATE sluice::core sluice_ui sluice_bench_report sluice_bench_server X11::X11 X11::Xtst)

add_library(sluice_bench_firstpaint MODULE firstpaint.cpp)
add_executable(startup_empty startup_empty.cpp)
target_link_libraries(startup_empty PRIVATE Qt6::Widgets)
add_executable(bench_startup bench_startup.cpp)
target_link_libraries(bench_startup PRIVATE sluice_store sluice_bench_report)
target_compile_definitions(bench_startup PRIVATE SLUICE_PROGRAM="$<TARGET_FILE:sluice>"
    SLUICE_STARTUP_EMPTY="$<TARGET_FILE:startup_empty>" SLUICE_FIRST_PAINT="$<TARGET_FILE:sluice_bench_firstpaint>")
add_dependencies(bench_startup sluice startup_empty sluice_bench_firstpaint)

add_executable(bench_conversations bench_conversations.cpp)
target_link_libraries(bench_conversations PRIVATE sluice::core sluice_ui sluice_bench_report)
