# The window among the other things on a desktop.
sluice_test(tst_singleinstance.cpp LIBRARIES sluice_start sluice_ui sluice::core LABELS ui threads)
sluice_test(tst_notifications.cpp LIBRARIES sluice::core sluice_ui sluice_test_support LABELS ui)
sluice_test(tst_trayicon.cpp LIBRARIES sluice::core sluice_ui LABELS ui)
sluice_test(tst_crashreports.cpp LIBRARIES sluice_start sluice_ui sluice::core LABELS ui)

# Real programs, several of them.
sluice_test(tst_laterstart.cpp LIBRARIES sluice_store sluice_origin_servers LABELS ui)
target_sources(tst_laterstart PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/windowprogram.cpp")
target_compile_definitions(tst_laterstart PRIVATE SLUICE_WINDOW_CHILD="$<TARGET_FILE:windowchild>" SLUICE_PROGRAM="$<TARGET_FILE:sluice>"
    SLUICE_RECORDING="${CMAKE_SOURCE_DIR}/resources/recordings/sample.sluice")
add_dependencies(tst_laterstart windowchild sluice)
