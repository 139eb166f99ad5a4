foreach(name acceptloop httpclient)
    sluice_test(tst_${name}.cpp LIBRARIES sluice_sockets sluice_test_support LABELS integration)
endforeach()
