sluice_test(tst_loadrun.cpp LIBRARIES sluice_lab sluice_origin_servers sluice::providers sluice::strategies sluice_test_support
    LABELS integration threads)
target_sources(tst_loadrun PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/pacedserver.cpp")

# These drive the built program as a user does.
foreach(name load comparisons)
    sluice_test(tst_sluicectl_${name}.cpp LIBRARIES sluice_origin_servers sluice_test_support LABELS integration)
    target_sources(tst_sluicectl_${name} PRIVATE
        "${CMAKE_SOURCE_DIR}/tests/support/ctlprocess.cpp" "${CMAKE_SOURCE_DIR}/tests/support/pacedserver.cpp")
    add_dependencies(tst_sluicectl_${name} sluicectl)
endforeach()

# What endpoints are checked for, against good servers and bad ones.
foreach(name resiliencerun scorecardrun)
    sluice_test(tst_${name}.cpp LIBRARIES sluice_lab sluice_origin_servers sluice::providers sluice::strategies sluice_test_support
        LABELS integration threads)
    target_sources(tst_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/support/badserver.cpp")
endforeach()
sluice_test(tst_sluicectl_check.cpp LIBRARIES sluice_origin_servers sluice_test_support LABELS integration)
target_sources(tst_sluicectl_check PRIVATE
    "${CMAKE_SOURCE_DIR}/tests/support/badserver.cpp" "${CMAKE_SOURCE_DIR}/tests/support/ctlprocess.cpp")
add_dependencies(tst_sluicectl_check sluicectl)
