# Servers that behave as the real ones do, for what is tested against them.
add_library(sluice_origin_servers STATIC EXCLUDE_FROM_ALL)
foreach(name originserver keptanswer wireforms llamaserver responsesserver prefillserver rawclient)
    target_sources(sluice_origin_servers PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/${name}.cpp")
endforeach()
target_link_libraries(sluice_origin_servers PUBLIC sluice_faults sluice_gateway sluice_test_support)

set(fault_libraries sluice_faults sluice_origin_servers sluice_gateway sluice::providers sluice::strategies sluice_test_support)
foreach(name faultproxy originservers)
    sluice_test(tst_${name}.cpp LIBRARIES ${fault_libraries} LABELS integration threads)
endforeach()
target_sources(tst_originservers PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/transcripts.cpp")

# Tens of thousands of streams, each cut somewhere else.
sluice_test(tst_everycut.cpp LIBRARIES ${fault_libraries} sluice_engine LABELS integration slow)

# An answer that a killed program had begun.
sluice_test(tst_replayticket.cpp LIBRARIES ${fault_libraries} sluice_engine LABELS integration threads)
