foreach(name keyring searchtext historydatabase cachekey responsecache)
    sluice_test(tst_${name}.cpp LIBRARIES sluice_store)
endforeach()
