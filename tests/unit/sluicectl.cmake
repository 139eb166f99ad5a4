sluice_test(tst_eventsourcerules.cpp LIBRARIES sluice_engine)
sluice_test(tst_ctloutput.cpp LIBRARIES sluice_ctl)
