foreach(name faultscript faultybody messagereader)
    sluice_test(tst_${name}.cpp LIBRARIES sluice_faults LABELS unit)
endforeach()
