sluice_test(tst_panelfigures.cpp LIBRARIES sluice_ui LABELS ui)
sluice_test(tst_performancepanel.cpp LIBRARIES sluice::core sluice_ui LABELS ui threads)
