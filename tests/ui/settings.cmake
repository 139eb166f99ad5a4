sluice_test(tst_settingsrestart.cpp LIBRARIES sluice::core sluice_ui LABELS ui)
