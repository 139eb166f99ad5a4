sluice_test(tst_arrivalschedule.cpp LIBRARIES sluice_lab)
sluice_test(tst_loadreport.cpp LIBRARIES sluice_lab)
sluice_test(tst_loadformats.cpp LIBRARIES sluice_lab)
sluice_test(tst_naivecomparison.cpp LIBRARIES sluice_lab)
