foreach(name accessibletree theme composer conversations editing endpointactions endpointdialog localservers mainwindow)
    sluice_test(tst_${name}.cpp LIBRARIES sluice::core sluice_ui LABELS ui)
endforeach()
foreach(name storedconversations storedwindow closing)
    sluice_test(tst_${name}.cpp LIBRARIES sluice::core sluice_ui sluice_test_support LABELS ui threads)
    target_sources(tst_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/faultyvfs.cpp")
endforeach()

sluice_test(tst_composerattachments.cpp LIBRARIES sluice::core sluice_ui sluice_test_support LABELS ui threads)

sluice_test(tst_program.cpp LIBRARIES sluice_options LABELS ui)
target_compile_definitions(tst_program PRIVATE SLUICE_PROGRAM="$<TARGET_FILE:sluice>")
add_dependencies(tst_program sluice)

sluice_test(tst_settingsdialog.cpp LIBRARIES sluice::core sluice_ui LABELS ui)
sluice_test(tst_strategypreview.cpp LIBRARIES sluice::core sluice_ui LABELS ui)
add_executable(shot_settings shot_settings.cpp)
target_link_libraries(shot_settings PRIVATE sluice_ui sluice::core Qt6::Test)
