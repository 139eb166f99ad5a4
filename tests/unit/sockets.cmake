sluice_test(tst_responsereader.cpp LIBRARIES sluice_sockets)
sluice_test(tst_tlssession.cpp LIBRARIES sluice_sockets)
