foreach(name keyring searchtext historydatabase)
    sluice_test(tst_${name}.cpp LIBRARIES sluice_store)
endforeach()
