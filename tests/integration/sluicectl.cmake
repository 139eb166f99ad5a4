sluice_test(tst_sseclient.cpp LIBRARIES sluice_engine sluice_test_support LABELS integration)
sluice_test(tst_historytransfer.cpp LIBRARIES sluice_engine LABELS integration)
sluice_test(tst_historyimport.cpp LIBRARIES sluice_engine LABELS integration)
sluice_test(tst_historyrescue.cpp LIBRARIES sluice_engine LABELS integration threads)
target_sources(tst_historyrescue PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/faultyvfs.cpp")

# These drive the built program as a user does.
foreach(name sse reconnect ask models history manual)
    sluice_test(tst_sluicectl_${name}.cpp LIBRARIES sluice_store sluice_test_support LABELS integration)
    target_sources(tst_sluicectl_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/ctlprocess.cpp")
    add_dependencies(tst_sluicectl_${name} sluicectl)
endforeach()
