foreach(name theme composer conversations endpointdialog mainwindow)
    sluice_test(tst_${name}.cpp LIBRARIES sluice::core sluice_ui LABELS ui)
endforeach()
