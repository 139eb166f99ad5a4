foreach(name keyring searchtext historydatabase historyrecovery)
    sluice_test(tst_${name}.cpp LIBRARIES sluice_store)
endforeach()
