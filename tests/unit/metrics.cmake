sluice_test(tst_stageclock.cpp LIBRARIES sluice_profile)
sluice_test(tst_streammetrics.cpp LIBRARIES sluice_metrics)
sluice_test(tst_profilebook.cpp LIBRARIES sluice_gateway)
