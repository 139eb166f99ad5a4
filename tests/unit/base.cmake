sluice_test(tst_error.cpp LIBRARIES sluice_base)
sluice_test(tst_wholefile.cpp LIBRARIES sluice_base)
sluice_test(tst_joinedwords.cpp LIBRARIES sluice_base)
sluice_test(tst_schedulingslice.cpp LIBRARIES sluice_base)
