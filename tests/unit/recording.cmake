foreach(name recordingfile recordingtap replayscript secretremoval)
    sluice_test(tst_${name}.cpp LIBRARIES sluice_recording LABELS unit)
endforeach()
