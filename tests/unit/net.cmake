sluice_test(tst_retrypolicy.cpp LIBRARIES sluice_net)
sluice_test(tst_socketactivity.cpp LIBRARIES sluice_net)
