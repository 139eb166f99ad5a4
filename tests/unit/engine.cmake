sluice_test(tst_streampipeline.cpp LIBRARIES sluice_engine sluice::providers sluice::strategies sluice_test_support)
sluice_test(tst_streamwatchdog.cpp LIBRARIES sluice_engine)
sluice_test(tst_responseplan.cpp LIBRARIES sluice_engine)
sluice_test(tst_settings.cpp LIBRARIES sluice_engine sluice::strategies)
