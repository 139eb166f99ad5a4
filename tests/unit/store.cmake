<<<<<<< HEAD
foreach(name keyring searchtext historydatabase cachekey responsecache)
=======
foreach(name keyring searchtext historydatabase historyrecovery)
>>>>>>> store
    sluice_test(tst_${name}.cpp LIBRARIES sluice_store)
endforeach()
