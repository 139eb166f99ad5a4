sluice_test(tst_checkpages.cpp LIBRARIES sluice::core sluice_ui sluice_origin_servers LABELS ui threads)
target_sources(tst_checkpages PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/badserver.cpp")
add_executable(shot_checks shot_checks.cpp "${CMAKE_SOURCE_DIR}/tests/support/badserver.cpp")
target_link_libraries(shot_checks PRIVATE sluice_ui sluice::core sluice_origin_servers Qt6::Test)
