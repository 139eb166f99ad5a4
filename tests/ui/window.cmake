foreach(name accessiblecontrols accessibletree composer conversations dressing editing endpointactions endpointdialog firstpaint keyboard
    largetext localservers mainwindow noticebar pagesview theme)
    sluice_test(tst_${name}.cpp LIBRARIES sluice::core sluice_ui LABELS ui)
endforeach()
add_executable(shot_largetext shot_largetext.cpp)
target_link_libraries(shot_largetext PRIVATE sluice_ui sluice::core Qt6::Test)
foreach(name storedconversations storedwindow closing)
    sluice_test(tst_${name}.cpp LIBRARIES sluice::core sluice_ui sluice_test_support LABELS ui threads)
    target_sources(tst_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/faultyvfs.cpp")
endforeach()

sluice_test(tst_chinese.cpp LIBRARIES sluice::core sluice_ui sluice_lab LABELS ui)
sluice_test(tst_languages.cpp LIBRARIES sluice::core sluice_ui sluice_test_support LABELS ui)
target_compile_definitions(tst_languages PRIVATE SLUICE_TRANSLATIONS="${CMAKE_SOURCE_DIR}/translations")

foreach(name languageswitch labswitch earlydraft)
    sluice_test(tst_${name}.cpp LIBRARIES sluice::core sluice_ui LABELS ui threads)
endforeach()

sluice_test(tst_composerattachments.cpp LIBRARIES sluice::core sluice_ui sluice_test_support LABELS ui threads)

sluice_test(tst_program.cpp LIBRARIES sluice_options LABELS ui)
target_compile_definitions(tst_program PRIVATE SLUICE_PROGRAM="$<TARGET_FILE:sluice>")
add_dependencies(tst_program sluice)

sluice_test(tst_settingsdialog.cpp LIBRARIES sluice::core sluice_ui LABELS ui)
sluice_test(tst_privacypage.cpp LIBRARIES sluice::core sluice_ui LABELS ui)
sluice_test(tst_strategypreview.cpp LIBRARIES sluice::core sluice_ui LABELS ui)
add_executable(shot_settings shot_settings.cpp)
target_link_libraries(shot_settings PRIVATE sluice_ui sluice::core Qt6::Test)

# It plays the desktop, on a session bus of its own.
find_program(DBUS_RUN_SESSION dbus-run-session)
if(DBUS_RUN_SESSION)
    add_executable(tst_systemscheme tst_systemscheme.cpp)
    set_target_properties(tst_systemscheme PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    target_link_libraries(tst_systemscheme PRIVATE sluice::core sluice_ui Qt6::Test Qt6::DBus)
    add_test(NAME tst_systemscheme COMMAND "${DBUS_RUN_SESSION}" -- $<TARGET_FILE:tst_systemscheme>)
    set_tests_properties(tst_systemscheme PROPERTIES LABELS ui TIMEOUT 60 ENVIRONMENT
        "QT_QPA_PLATFORM=offscreen;LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/lsan.supp")
endif()
