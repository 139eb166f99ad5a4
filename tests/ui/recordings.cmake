sluice_test(tst_recordings.cpp LIBRARIES sluice::core sluice_ui sluice_recording LABELS ui threads)
