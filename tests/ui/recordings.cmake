sluice_test(tst_recordings.cpp LIBRARIES sluice::core sluice_ui sluice_recording sluice_test_support LABELS ui threads)
