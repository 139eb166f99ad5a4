sluice_test(tst_stageclock.cpp LIBRARIES sluice_metrics)
