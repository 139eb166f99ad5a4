foreach(name keyring searchtext historydatabase historyrecovery cachekey responsecache)
    sluice_test(tst_${name}.cpp LIBRARIES sluice_store)
endforeach()
