sluice_test(tst_keyring.cpp LIBRARIES sluice_store)
