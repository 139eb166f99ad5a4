sluice_test(tst_rowgeometry.cpp LIBRARIES sluice_ui LABELS ui)
sluice_test(tst_markdowndocument.cpp LIBRARIES sluice_ui LABELS ui)
