sluice_test(tst_retrypolicy.cpp LIBRARIES sluice_net)
