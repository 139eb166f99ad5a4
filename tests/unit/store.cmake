sluice_test(tst_keyring.cpp LIBRARIES sluice_store)
sluice_test(tst_cachekey.cpp LIBRARIES sluice_store)
sluice_test(tst_responsecache.cpp LIBRARIES sluice_store)
