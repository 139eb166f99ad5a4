sluice_test(tst_rowgeometry.cpp LIBRARIES sluice_ui LABELS ui)
sluice_test(tst_markdowndocument.cpp LIBRARIES sluice_ui LABELS ui)

add_executable(shot_chatview shot_chatview.cpp)
target_compile_definitions(shot_chatview PRIVATE SLUICE_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")
target_link_libraries(shot_chatview PRIVATE sluice_ui)
sluice_test(tst_chatview.cpp LIBRARIES sluice_ui LABELS ui)
