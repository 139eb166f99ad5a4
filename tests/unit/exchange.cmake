sluice_test(tst_exchange.cpp LIBRARIES sluice_exchange)
sluice_test(tst_foreignimports.cpp LIBRARIES sluice_exchange)
sluice_test(tst_contentid.cpp LIBRARIES sluice_exchange)
