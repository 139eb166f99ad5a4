sluice_test(tst_error.cpp LIBRARIES sluice_base)
