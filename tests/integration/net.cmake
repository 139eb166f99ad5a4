sluice_test(tst_socketactivity.cpp LIBRARIES sluice_net LABELS integration)
