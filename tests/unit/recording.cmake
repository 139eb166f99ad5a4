foreach(name recordingfile recordingtap replayscript secretremoval)
    sluice_test(tst_${name}.cpp LIBRARIES sluice_recording LABELS unit)
endforeach()
sluice_test(tst_recordedtext.cpp LIBRARIES sluice_recording sluice::providers sluice::strategies sluice_test_support LABELS unit)
